"""What the fields of a form are called in the languages that the built-in engine knows."""

from __future__ import annotations

_ROWS = (
    "name, naam, nom, nombre, tên, called, heißt, heiße, appelle, llamo",
    "customer, client, kunde, kundin, cliente, khách hàng",
    "company, firma, unternehmen, entreprise, société, empresa, công ty",
    "quantity, amount, count, menge, anzahl, stück, quantité, nombre d', cantidad, số lượng",
    "price, cost, total, preis, kosten, prix, coût, precio, coste, giá",
    "price, cost, total, amount, betrag, montant, importe, euro, dollar, eur, usd, €, $",
    "invoice, bill, rechnung, facture, factura, hóa đơn",
    "order, bestellung, auftrag, commande, pedido, đơn hàng",
    "number, id, nr, nummer, numéro, número, số",
    "product, item, article, produkt, artikel, produit, producto, artículo, sản phẩm",
    "date, day, datum, tag, jour, fecha, día, ngày",
    "time, uhrzeit, zeit, heure, hora, giờ",
    "city, town, stadt, ort, ville, ciudad, thành phố, live in, wohne in, habite à, vivo en",
    "country, land, pays, país, quốc gia",
    "address, adresse, anschrift, dirección, địa chỉ",
    "street, straße, rue, calle, đường",
    "zip, postcode, postal code, plz, postleitzahl, code postal, código postal, mã bưu điện",
    "phone, telephone, mobile, telefon, handy, téléphone, teléfono, điện thoại",
    "email, e-mail, mail, courriel, correo, thư điện tử",
    "title, subject, titel, betreff, titre, objet, título, asunto, tiêu đề",
    "description, beschreibung, descripción, mô tả",
    "reason, grund, raison, razón, motivo, lý do",
    "age, aged, alter, âge, edad, tuổi, years old, jahre alt",
    "origin, departure, from, von, depuis, desde, từ",
    "destination, arrival, to, nach, vers, hasta, đến",
    "vendor, supplier, seller, from, lieferant, verkäufer, fournisseur, proveedor, nhà cung cấp",
    "people, persons, guests, personen, gäste, personnes, personas, người",
    "urgent, dringend, eilig, urgente, khẩn cấp",
    "department, abteilung, service, departamento, phòng ban",
)
ALSO_SAID: dict[str, tuple[str, ...]] = {}
for _row in _ROWS:
    _words = tuple(word.strip() for word in _row.split(","))
    for _word in _words:
        _others = (*ALSO_SAID.get(_word, ()), *(one for one in _words if one != _word))
        ALSO_SAID[_word] = tuple(dict.fromkeys(_others))
