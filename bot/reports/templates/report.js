"use strict";
// Everything here only adds to a page that is whole without it.
(function () {
  const words = { value: "chỉ số", name: "tên", change: "mức thay đổi" };
  const box = document.createElement("div");
  box.className = "tip";
  box.setAttribute("role", "tooltip");
  box.hidden = true;
  document.body.append(box);

  // What a mark says stands under the pointer at once, and for the keyboard too.
  document.querySelectorAll(".chart g > title").forEach(function (title) {
    const group = title.parentNode;
    const text = title.textContent;
    title.remove();
    group.setAttribute("tabindex", "0");
    group.setAttribute("role", "img");
    group.setAttribute("aria-label", text);
    const show = function (x, y) {
      box.textContent = text;
      box.hidden = false;
      const room = document.documentElement.clientWidth - box.offsetWidth - 12;
      box.style.left = Math.max(8, Math.min(x + 14, room)) + window.scrollX + "px";
      box.style.top = y + window.scrollY + 16 + "px";
    };
    group.addEventListener("pointermove", function (event) { show(event.clientX, event.clientY); });
    group.addEventListener("pointerleave", function () { box.hidden = true; });
    group.addEventListener("focus", function () {
      const at = group.getBoundingClientRect();
      show(at.left, at.bottom - 8);
    });
    group.addEventListener("blur", function () { box.hidden = true; });
  });

  // Rows change places; their marks stay as they are.
  function sort(figure, key, text) {
    const rows = Array.from(figure.querySelectorAll("g.row"));
    const places = rows.map(function (row) {
      return Number((row.getAttribute("transform") || "translate(0 0)").match(/[\d.]+(?=\))/)[0]);
    }).sort(function (a, b) { return a - b; });
    const of = function (row) { return row.dataset[key]; };
    rows.sort(function (a, b) {
      if (text) return of(a).localeCompare(of(b), "vi");
      return (of(b) === undefined ? -1e9 : Number(of(b))) - (of(a) === undefined ? -1e9 : Number(of(a)));
    });
    rows.forEach(function (row, place) {
      row.setAttribute("transform", "translate(0 " + places[place] + ")");
      row.parentNode.append(row);
    });
  }

  function button(bar, label, act) {
    const made = document.createElement("button");
    made.type = "button";
    made.textContent = label;
    made.addEventListener("click", function () {
      bar.querySelectorAll("button").forEach(function (each) { each.setAttribute("aria-pressed", "false"); });
      made.setAttribute("aria-pressed", "true");
      act();
    });
    bar.append(made);
    return made;
  }

  document.querySelectorAll("figure[data-sorts]").forEach(function (figure) {
    const bar = document.createElement("div");
    bar.className = "bar";
    bar.append("Xếp theo: ");
    const heads = Array.from(figure.querySelectorAll("g.head"));
    if (heads.length) {
      button(bar, words.name, function () { sort(figure, "name", true); });
      heads.forEach(function (head) {
        button(bar, head.getAttribute("aria-label"), function () { sort(figure, "v" + head.dataset.column); });
      });
    } else {
      figure.dataset.sorts.split(" ").forEach(function (key, place) {
        const made = button(bar, words[key], function () { sort(figure, key, key === "name"); });
        made.setAttribute("aria-pressed", String(place === 0));
      });
    }
    figure.querySelector(".chart").before(bar);
  });

  // One unit followed through every chart and table.
  const picker = document.getElementById("pick");
  const names = Array.from(new Set(Array.from(document.querySelectorAll("g.row[data-unit]"),
    function (row) { return row.dataset.name; }))).sort(function (a, b) { return a.localeCompare(b, "vi"); });
  if (picker && names.length) {
    names.forEach(function (name) { picker.add(new Option(name, name)); });
    picker.closest("label").hidden = false;
    const follow = function () {
      const name = picker.value;
      document.querySelectorAll("figure[data-sorts]").forEach(function (figure) {
        let found = false;
        figure.querySelectorAll("g.row").forEach(function (row) {
          const is = name !== "" && row.dataset.name === name;
          row.classList.toggle("picked", is);
          found = found || is;
        });
        figure.classList.toggle("following", found);
      });
      document.querySelectorAll("tbody tr").forEach(function (row) {
        const is = Array.from(row.children).some(function (cell) { return cell.textContent.trim() === name; });
        row.classList.toggle("picked", name !== "" && is);
      });
    };
    picker.addEventListener("change", follow);
  }
})();
