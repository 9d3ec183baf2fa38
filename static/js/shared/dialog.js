// Confirmation dialogs: a <dialog> whose form has a button of value “yes”.

// Open the dialog; resolves to whether it was confirmed. It may be opened again before the event of
// its last closing has come: that event is ignored.
export function confirmed(dialog) {
  dialog.returnValue = "";
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.onclose = () => dialog.open || resolve(dialog.returnValue === "yes");
  });
}
