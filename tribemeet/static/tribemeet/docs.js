// Swagger UI is dark under a class; the class follows the reader's choice here, or the device's.
const root = document.documentElement;
const device = matchMedia("(prefers-color-scheme: dark)");
const follow = () => root.classList.toggle("dark-mode", (root.dataset.theme ?? (device.matches ? "dark" : "light")) === "dark");
device.addEventListener("change", follow);
follow();
