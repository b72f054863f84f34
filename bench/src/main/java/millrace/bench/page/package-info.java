/**
 * Reports as one HTML page that needs nothing else: styles, scripts, the plotting library uPlot and all data are in it. It
 * asks no network, and a browser that obeys its policy could not even if a string in it tried.
 */
package millrace.bench.page;
