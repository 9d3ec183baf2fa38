// What the server hands to the scripts with the page.
const data = JSON.parse(document.getElementById("page-data").textContent);

export const session = data.session;
session.sections = session.outline.map(([name, words, reviewed, level, number, anchor]) => ({ name, words, reviewed, level, number, anchor }));
export const labels = data.labels; // by the field of a finding, then by its value; severities from the top
export const wholeDocument = data.whole_document; // the last step of a review: {name, label}
export const modes = data.modes; // where tasks run: {available, unavailable}, each {badge, sentence}

const ranks = Object.fromEntries(Object.keys(labels.severity).map((severity, rank) => [severity, rank]));

// Sorts the most severe first.
export const bySeverity = (a, b) => ranks[a.severity] - ranks[b.severity];
