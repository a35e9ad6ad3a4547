// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
// a flame graph is built when its box is opened: it measures its window once, at its start
for (const box of document.querySelectorAll("details.flame")) {
  const show = () => {
    const frame = box.querySelector("iframe");
    if (box.open && !frame.srcdoc) frame.srcdoc = frame.dataset.page;
  };
  box.addEventListener("toggle", show);
  show();
}
