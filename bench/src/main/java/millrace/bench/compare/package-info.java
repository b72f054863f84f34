/**
 * Whether two runs differ, and by how much: {@link millrace.bench.compare.Comparison} weighs them interval by interval, or
 * run by run where there are several a side, and says "no difference seen" where chance alone may be the cause.
 */
package millrace.bench.compare;
