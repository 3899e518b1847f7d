/* The map of a page: draws every [data-point] of the page; the page says the same without it.
   [data-map] holds data-tiles (address of tiles, may be empty) and data-attribution. Without tiles
   the ground is a grid of coordinates. */
(() => {
  const box = document.querySelector("[data-map]");
  const points = [...document.querySelectorAll("[data-point]")];
  if (!box || !points.length || !window.L) return;

  box.hidden = false;
  document.querySelector("[data-map-key]")?.removeAttribute("hidden");
  const map = L.map(box, { attributionControl: false, zoomControl: false, zoomAnimation: false });
  L.control.zoom({ zoomInTitle: "Przybliż", zoomOutTitle: "Oddal" }).addTo(map);
  const shown = points.map((row) => {
    const at = [Number(row.dataset.latitude), Number(row.dataset.longitude)];
    const dot = L.circleMarker(at, { radius: 9, className: `map-dot map-dot--${row.dataset.point}` });
    const link = row.querySelector("a").cloneNode(true); // text and address, never markup
    return dot.bindPopup(link, { closeButton: false }).bindTooltip(link.textContent).addTo(map);
  });
  map.fitBounds(L.featureGroup(shown).getBounds().pad(0.3), { maxZoom: 16 });

  if (box.dataset.tiles) {
    L.control.attribution({ prefix: "Leaflet" }).addAttribution(box.dataset.attribution).addTo(map);
    L.tileLayer(box.dataset.tiles, { maxZoom: 19 }).addTo(map);
    return;
  }

  const grid = L.layerGroup().addTo(map);
  const draw = () => {
    grid.clearLayers();
    const view = map.getBounds();
    const wide = view.getEast() - view.getWest();
    const step = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10]
      .find((size) => wide / size <= 8) ?? 45;
    const places = Math.max(0, Math.ceil(-Math.log10(step)));
    const line = (from, to, at, number) => {
      L.polyline([from, to], { className: "map-grid", interactive: false }).addTo(grid);
      const words = number.toLocaleString("pl-PL", { minimumFractionDigits: places });
      L.marker(at, { interactive: false, keyboard: false,
        icon: L.divIcon({ className: "map-number", html: words, iconSize: null, iconAnchor: [-4, 20] }) }).addTo(grid);
    };
    const first = (edge) => Math.ceil(edge / step) * step;
    const round = (number) => Number(number.toFixed(6));
    for (let x = first(view.getWest()); x <= view.getEast(); x += step) {
      line([view.getSouth(), x], [view.getNorth(), x], [view.getSouth(), x], round(x));
    }
    for (let y = first(view.getSouth()); y <= view.getNorth(); y += step) {
      line([y, view.getWest()], [y, view.getEast()], [y, view.getWest()], round(y));
    }
    shown.forEach((dot) => dot.bringToFront());
  };
  map.on("moveend", draw);
  draw();
})();
