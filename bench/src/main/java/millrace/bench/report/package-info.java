/** What people and programs read of a run: tables, JSON, a line of progress. All show the same figures. */
package millrace.bench.report;
