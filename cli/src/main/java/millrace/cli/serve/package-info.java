/** A folder served over HTTP: what {@code millrace serve} puts into the list. Start reading at {@link millrace.cli.serve.StaticServer}. */
package millrace.cli.serve;
