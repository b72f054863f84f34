/**
 * Who asks when: the models of load. {@link millrace.bench.load.Model} names them, a {@link millrace.bench.load.Load}
 * plays one on a loop, and a {@link millrace.bench.load.Run} has several loops play it together.
 */
package millrace.bench.load;
