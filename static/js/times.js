// Moments as the reader's own clock and calendar say them.
const said = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" });

for (const time of document.querySelectorAll("time[datetime]")) {
  time.title = time.textContent;
  time.textContent = said.format(new Date(time.dateTime));
}
