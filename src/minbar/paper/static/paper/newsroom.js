// @ts-check

// This browser makes the newspaper: minbar-view.js leaves it out of the count.
try {
  localStorage.setItem("minbar:newsroom", "");
} catch {
  // Where nothing may be stored its views count like a reader's.
}
