"""What the fields of a form are called in the languages that the built-in engine knows."""

from __future__ import annotations

_ROWS = (
    "name, naam, nom, nombre, tên, called, heißt, heiße, appelle, llamo",
    "customer, client, kunde, kundin, cliente, khách hàng",
    "company, firma, unternehmen, entreprise, société, empresa, công ty",
    "quantity, amount, count, menge, anzahl, stück, quantité, nombre d', cantidad, số lượng",
    "price, cost, preis, kosten, prix, coût, precio, coste, giá",
    "product, item, article, produkt, artikel, produit, producto, artículo, sản phẩm",
    "date, day, datum, tag, jour, fecha, día, ngày",
    "time, uhrzeit, zeit, heure, hora, giờ",
    "city, town, stadt, ort, ville, ciudad, thành phố",
    "country, land, pays, país, quốc gia",
    "address, adresse, anschrift, dirección, địa chỉ",
    "street, straße, rue, calle, đường",
    "zip, postcode, postal code, plz, postleitzahl, code postal, código postal, mã bưu điện",
    "phone, telephone, mobile, telefon, handy, téléphone, teléfono, điện thoại",
    "email, e-mail, mail, courriel, correo, thư điện tử",
    "title, subject, titel, betreff, titre, objet, título, asunto, tiêu đề",
    "description, beschreibung, descripción, mô tả",
    "reason, grund, raison, razón, motivo, lý do",
    "age, alter, âge, edad, tuổi",
    "people, persons, guests, personen, gäste, personnes, personas, người",
    "urgent, dringend, eilig, urgente, khẩn cấp",
    "department, abteilung, service, departamento, phòng ban",
)
ALSO_SAID: dict[str, tuple[str, ...]] = {}
for _row in _ROWS:
    _words = tuple(word.strip() for word in _row.split(","))
    for _word in _words:
        ALSO_SAID.setdefault(_word, tuple(other for other in _words if other != _word))
