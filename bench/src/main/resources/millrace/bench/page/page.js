'use strict';
// Draws the plots of a page from the data in it. The words of the page are there without it.
(() => {
  const data = JSON.parse(document.getElementById('data').textContent);
  const HEIGHT = 260;
  let plots = [];

  const colour = name => getComputedStyle(document.documentElement).getPropertyValue('--' + name).trim();
  const digits = (value, most) => value.toLocaleString('en', {maximumFractionDigits: most});
  const count = value => value == null ? '–' : digits(value, value < 10 ? 1 : 0);
  const short = value => value >= 1e6 ? digits(value / 1e6, 1) + 'M' : value >= 1e4 ? digits(value / 1e3, 1) + 'k' : count(value);
  const millis = value => value == null ? '–'
    : value >= 1000 ? digits(value / 1000, 2) + ' s' : digits(value, value < 1 ? 3 : value < 100 ? 2 : 0) + ' ms';
  const tick = value => value >= 1000 ? digits(value / 1000, 0) + ' s' : digits(value, 4) + ' ms';
  const seconds = value => value == null ? '–' : digits(value, 2) + ' s';

  const axis = more => Object.assign({
    stroke: colour('faint'), font: '12px system-ui, sans-serif', size: 58, gap: 4,
    grid: {stroke: colour('grid'), width: 1}, ticks: {stroke: colour('grid'), width: 1, size: 4},
  }, more);
  const timeAxis = () => axis({size: 30, values: (_, all) => all.map(value => digits(value, 2) + ' s'), space: 60});
  const powers = (from, to) => {
    const all = [];
    for (let power = Math.floor(Math.log10(from)); 10 ** power <= to * 1.0001; power++) {
      all.push(10 ** power);
    }
    return all;
  };
  const latencyAxis = () => axis({
    splits: (_, __, from, to) => powers(from, to), filter: (_, all) => all, values: (_, all) => all.map(tick),
  });
  // Labels that a narrow page has no room for are left out; the first of those that meet stays.
  const apart = pixels => (plot, splits) => {
    let free = -Infinity;
    return splits.map(value => {
      const place = plot.valToPos(value, 'x');
      if (place < free) {
        return null;
      }
      free = place + pixels;
      return value;
    });
  };
  // Whole powers of ten, so that the range has a label at each end.
  const decades = (from, to) => [10 ** Math.floor(Math.log10(from)), 10 ** Math.ceil(Math.log10(to * 0.9999))];
  const logarithmic = values => {
    const there = values.filter(value => value != null && value > 0);
    const range = there.length === 0 ? [0.1, 10] : decades(Math.min(...there), Math.max(...there));
    return {distr: 3, range: () => range};
  };

  const make = (id, options, columns) => {
    const place = document.getElementById(id);
    const plot = new uPlot(Object.assign({
      width: place.clientWidth, height: HEIGHT, padding: [12, 22, 0, 0], cursor: {drag: {x: false, y: false}},
    }, options), columns, place);
    plots.push([plot, place]);
  };

  // Steps end where the last interval does.
  const until = values => values.concat(values.length === 0 ? [] : [values[values.length - 1]]);
  const times = () => data.from.concat([data.to]);

  const heat = plot => {
    const context = plot.ctx;
    const most = Math.max(1, ...data.cells.map(cells => Math.max(0, ...cells.filter((_, i) => i % 2 === 1))));
    const rgb = colour('heat');
    data.cells.forEach((cells, column) => {
      const end = column + 1 < data.from.length ? data.from[column + 1] : data.to;
      const left = Math.round(plot.valToPos(data.from[column], 'x', true));
      const right = Math.round(plot.valToPos(end, 'x', true));
      for (let i = 0; i < cells.length; i += 2) {
        const bottom = Math.round(plot.valToPos(10 ** (cells[i] / data.rowsADecade), 'y', true));
        const top = Math.round(plot.valToPos(10 ** ((cells[i] + 1) / data.rowsADecade), 'y', true));
        const share = most === 1 ? 1 : Math.log(cells[i + 1]) / Math.log(most);
        context.fillStyle = `rgba(${rgb}, ${0.14 + 0.72 * share})`;
        context.fillRect(left, top, Math.max(1, right - left), Math.max(1, bottom - top));
      }
    });
  };

  const ofRun = () => {
    const middle = data.from.map((from, i) => (from + (i + 1 < data.from.length ? data.from[i + 1] : data.to)) / 2);
    const rows = data.cells.flatMap(column => column.filter((_, i) => i % 2 === 0));
    const bounds = rows.flatMap(row => [10 ** (row / data.rowsADecade), 10 ** ((row + 1) / data.rowsADecade)]);
    const span = {time: false, range: () => [0, Math.max(data.to, 1e-3)]};
    const points = {show: data.from.length < 2, size: 6};
    make('heat', {
      height: 320, scales: {x: span, y: logarithmic(bounds)}, axes: [timeAxis(), latencyAxis()],
      series: [{label: 'at', value: (_, value) => seconds(value)},
        {label: 'p50', stroke: colour('ink'), width: 1.5, points, value: (_, value) => millis(value)},
        {label: 'p99', stroke: colour('high'), width: 1.5, points, value: (_, value) => millis(value)}],
      hooks: {drawClear: [heat]},
    }, [middle, data.p50, data.p99]);
    rate(span);
    curve();
  };

  const rate = span => {
    const paths = uPlot.paths.stepped({align: 1});
    const fromZero = () => ({range: (_, __, most) => [0, Math.max(1, most * 1.1)]});
    make('rate', {
      scales: {x: span, y: fromZero(), errors: fromZero()},
      axes: [timeAxis(), axis({values: (_, all) => all.map(short)}),
        axis({scale: 'errors', side: 1, size: 44, stroke: colour('bad'), grid: {show: false},
          values: (_, all) => all.map(value => Number.isInteger(value) ? short(value) : '')})],
      series: [{label: 'from', value: (_, value) => seconds(value)},
        {label: 'answers/s', stroke: colour('main'), width: 2, paths, points: {show: false},
          fill: `rgba(${colour('heat')}, 0.12)`, value: (_, value) => count(value)},
        {label: 'errors/s', scale: 'errors', stroke: colour('bad'), width: 2, paths, points: {show: false},
          value: (_, value) => count(value)}],
    }, [times(), until(data.rate), until(data.errors)]);
  };

  const curve = () => {
    const both = data.corrected !== undefined;
    const per = one => digits(100 * (1 - 1 / one), 6) + ' %';
    const all = both ? data.percentiles[1].concat(data.corrected[1]) : data.percentiles[1];
    const line = (label, name, dash) => ({
      label, stroke: colour(name), width: 2, dash, spanGaps: true, points: {show: false},
      value: (_, value) => millis(value),
    });
    make('curve', {
      padding: [12, 34, 0, 0],
      scales: {x: {time: false, distr: 3, range: (_, __, to) => [1, Math.max(to || 10, 10)]}, y: logarithmic(all)},
      axes: [axis({size: 30, splits: (_, __, from, to) => powers(from, to), filter: apart(66),
        values: (_, values) => values.map(one => one == null ? '' : per(one).replace(' ', ''))}), latencyAxis()],
      series: [{label: 'share', value: (_, value) => value == null ? '–' : per(value)}, line('latency', 'main')]
        .concat(both ? [line('corrected', 'high', [6, 4])] : []),
      // The corrected one has more times in it, and so goes on further: the places of both are put together.
    }, both ? uPlot.join([data.percentiles, data.corrected]) : data.percentiles);
  };

  // Rates that are far enough from each other for a label.
  const spread = rates => rates.reduce((all, rate) =>
    all.length === 0 || rate >= all[all.length - 1] * 1.9 ? all.concat([rate]) : all, []);

  const knee = () => {
    const {name, promise, rate, p50, promised} = data.knee;
    const values = (_, value) => millis(value);
    make('knee', {
      height: 360, scales: {x: {time: false, distr: 3, range: (_, from, to) => [from / 1.1, to * 1.1]},
        y: logarithmic(p50.concat(promised, [promise]))},
      axes: [axis({size: 30, filter: (_, all) => all, splits: () => spread(rate), values: (_, all) => all.map(value => short(value) + '/s')}), latencyAxis()],
      series: [{label: 'rate', value: (_, value) => count(value)},
        {label: 'p50', stroke: colour('main'), width: 2, points: {show: true, size: 7}, spanGaps: true, value: values},
        {label: name, stroke: colour('high'), width: 2, points: {show: true, size: 7}, spanGaps: true, value: values},
        {label: 'promise', stroke: colour('faint'), width: 1.5, dash: [6, 4], points: {show: false}, value: values}],
    }, [rate, p50, promised, rate.map(() => promise)]);
  };

  const draw = () => {
    plots.forEach(([plot]) => plot.destroy());
    plots = [];
    if (data.from !== undefined) {
      ofRun();
    }
    if (data.knee !== undefined) {
      knee();
    }
  };

  draw();
  addEventListener('resize', () =>
    plots.forEach(([plot, place]) => plot.setSize({width: place.clientWidth, height: plot.height})));
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', draw);
})();
