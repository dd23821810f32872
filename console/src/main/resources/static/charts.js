// Draws one hour of a figure from the API and keeps it up to date. Without JavaScript the page has the figures as text.
(() => {
  const EVERY_MILLIS = 5000;
  // A look each two seconds: after a longer time without one, the figures in between are not known.
  const GAP_SECONDS = 15;
  const dark = matchMedia('(prefers-color-scheme: dark)');
  const colors = () => (dark.matches ? ['#69b1ff', '#ffb86b'] : ['#0b5cad', '#b35900']);
  const quiet = () => (dark.matches ? '#a5b0bb' : '#57606a');

  // From the first point on, at least five minutes and at most an hour.
  const span = (first) => {
    const now = Date.now() / 1000;
    return [Math.max(now - 3600, Math.min(first || now, now - 300)), now];
  };

  // UTC, as everywhere in the console.
  const clock = (seconds) => new Date(seconds * 1000).toISOString().slice(11, 16);

  const seconds = (point) => Date.parse(point.at) / 1000;

  // The points, and one without figures wherever some are missing, so that no line is drawn there.
  const withGaps = (points) => points.flatMap((point, i) => {
    const before = points[i - 1];
    return before && seconds(point) - seconds(before) > GAP_SECONDS ? [{ at: before.at }, point] : [point];
  });

  const draw = (element) => {
    const names = element.dataset.series.split(' ');
    const axis = { stroke: quiet(), grid: { stroke: 'rgba(128,128,128,0.2)', width: 1 }, ticks: { show: false } };
    const options = {
      width: element.clientWidth, height: element.clientHeight, legend: { show: false }, cursor: { show: false },
      scales: { x: { range: (_, first) => span(first) }, y: { range: (_, low, high) => [0, (high || 1) * 1.1] } },
      axes: [{ ...axis, values: (_, times) => times.map(clock) }, { ...axis, size: 56 }],
      series: [{}].concat(names.map((name, i) => ({ label: name, stroke: colors()[i], width: 1.5, spanGaps: false }))),
    };
    const plot = new uPlot(options, [[]].concat(names.map(() => [])), element);
    const refresh = async () => {
      try {
        const answer = await fetch(element.dataset.history, { headers: { Accept: 'application/json' } });
        if (!answer.ok) return;
        const points = withGaps((await answer.json()).points);
        // null is a gap; uPlot draws a line across what is undefined
        plot.setData([points.map(seconds)].concat(names.map((n) => points.map((p) => p[n] ?? null))));
      } catch (away) { /* the console is away: the chart stays as it is until it is back */ }
    };
    refresh();
    setInterval(refresh, EVERY_MILLIS);
    new ResizeObserver(() => plot.setSize({ width: element.clientWidth, height: element.clientHeight })).observe(element);
  };

  document.addEventListener('DOMContentLoaded', () => document.querySelectorAll('.chart').forEach(draw));
})();
