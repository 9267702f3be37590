/* The one script of Credere. Every page works without it; it makes the keyboard quicker and a few things kinder. */
(() => {
  "use strict";
  const root = document.documentElement;
  const THEMES = ["auto", "light", "dark"];
  const KEY = "credere-theme";

  /* Theme: run before the page is painted, so that nothing flashes. Storage may be forbidden: then it is not kept. */
  const stored = () => {
    try {
      const theme = localStorage.getItem(KEY);
      return THEMES.includes(theme) ? theme : "auto";
    } catch {
      return "auto";
    }
  };
  const wear = (theme) => {
    if (theme === "auto") root.removeAttribute("data-theme");
    else root.setAttribute("data-theme", theme);
  };
  let theme = stored();
  /* A page that was sent with a theme of its own keeps it until somebody chooses. */
  if (theme !== "auto") wear(theme);

  const themeButton = (button) => {
    const name = () => {
      button.textContent = theme === "auto" ? "Auto" : theme === "light" ? "Light" : "Dark";
      button.setAttribute("aria-label", `Theme: ${button.textContent}. Change`);
    };
    name();
    button.hidden = false;
    button.addEventListener("click", () => {
      theme = THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length];
      wear(theme);
      name();
      try {
        localStorage.setItem(KEY, theme);
      } catch {
        /* Worn for this page, forgotten after it. */
      }
    });
  };

  /* Rows: the first link of each row is the row's address; moving between rows is moving between these links. */
  const rowLinks = () =>
    [...document.querySelectorAll("table.rows tbody tr")].map((row) => row.querySelector("a[href]")).filter(Boolean);
  const move = (step) => {
    const links = rowLinks();
    if (links.length === 0) return false;
    const row = document.activeElement?.closest("table.rows tbody tr");
    const at = row ? links.findIndex((link) => row.contains(link)) : -1;
    const next = at < 0 ? (step > 0 ? 0 : links.length - 1) : Math.min(Math.max(at + step, 0), links.length - 1);
    links[next].focus({ preventScroll: true });
    links[next].closest("tr").scrollIntoView({ block: "nearest" });
    return true;
  };
  const typing = (target) =>
    target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|SELECT|TEXTAREA)$/.test(target.tagName));

  const closeOpen = () => {
    const open = document.querySelectorAll("details.why[open], details.account[open], details.menu[open]");
    for (const details of open) {
      const inside = details.contains(document.activeElement);
      details.open = false;
      if (inside) details.querySelector("summary")?.focus();
    }
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.key === "Escape") {
      if (typing(event.target)) event.target.blur();
      else closeOpen();
      return;
    }
    if (typing(event.target) || document.querySelector("dialog[open]")) return;
    let done = false;
    if (event.key === "/") {
      const search = document.getElementById("search");
      search?.focus();
      search?.select();
      done = Boolean(search);
    } else if (event.key === "?") {
      const dialog = document.getElementById("shortcuts");
      dialog?.showModal();
      done = Boolean(dialog);
    } else if (event.key === "j") {
      done = move(1);
    } else if (event.key === "k") {
      done = move(-1);
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      /* Arrows scroll the page until a row has the focus. */
      const inRow = document.activeElement?.closest("table.rows tbody tr");
      done = Boolean(inRow) && move(event.key === "ArrowDown" ? 1 : -1);
    }
    if (done) event.preventDefault();
  });

  /* One derivation of a table at a time: they lie over the rows below. */
  document.addEventListener(
    "toggle",
    (event) => {
      const opened = event.target;
      if (!(opened instanceof HTMLDetailsElement) || !opened.open || !opened.closest("td")) return;
      for (const other of document.querySelectorAll("td details.why[open]")) {
        if (other !== opened) other.open = false;
      }
    },
    true,
  );
  document.addEventListener("click", (event) => {
    for (const details of document.querySelectorAll("td details.why[open], details.account[open]")) {
      if (!details.contains(event.target)) details.open = false;
    }
  });

  const size = (bytes) => {
    if (bytes < 1000) return `${bytes} bytes`;
    if (bytes < 1_000_000) return `${(bytes / 1000).toFixed(1)} kB`;
    return `${(bytes / 1_000_000).toFixed(1)} MB`;
  };
  const fileField = (input) => {
    const drop = input.closest(".drop");
    const list = drop?.querySelector("[data-files-of]");
    const show = () => {
      list?.replaceChildren(
        ...[...input.files].map((file) => {
          const line = document.createElement("span");
          line.textContent = `${file.name}, ${size(file.size)}`;
          return line;
        }),
      );
    };
    input.addEventListener("change", show);
    show();
    for (const [name, over] of [["dragenter", true], ["dragover", true], ["dragleave", false], ["drop", false]]) {
      drop?.addEventListener(name, () => drop.classList.toggle("over", over));
    }
  };

  const copyButton = (button) => {
    if (!navigator.clipboard) return;
    const words = button.textContent;
    button.hidden = false;
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(button.dataset.copy);
        button.textContent = "Copied";
      } catch {
        button.textContent = "Not copied";
      }
      setTimeout(() => (button.textContent = words), 2000);
    });
  };

  /* A form that was sent is not sent again by a second press; the server would refuse the second one anyway. */
  const once = (form) => {
    form.addEventListener("submit", (event) => {
      if (event.submitter?.formTarget) return; // looked at in a window of its own; nothing is kept
      if (form.dataset.sent) event.preventDefault();
      form.dataset.sent = "yes";
    });
  };
  addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
  });

  document.addEventListener("DOMContentLoaded", () => {
    document.querySelectorAll("[data-theme-toggle]").forEach(themeButton);
    document.querySelectorAll("input[data-files]").forEach(fileField);
    document.querySelectorAll("[data-copy]").forEach(copyButton);
    document.querySelectorAll("form[method=post]").forEach(once);
    document.querySelector("[data-focus]")?.focus();
  });
})();
