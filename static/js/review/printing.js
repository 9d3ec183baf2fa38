// Printing: the browser prints what is there, so that all of the review is fetched first.

// `loaders`: what fetches the text and the findings; each has `complete` and all(), a promise.
export function init(loaders) {
  addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "p" || loaders.every(({ complete }) => complete)) return;
    event.preventDefault();
    printAll(loaders);
  });
}

export async function printAll(loaders) {
  await Promise.all(loaders.map((loader) => loader.all()));
  print();
}
