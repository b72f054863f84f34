/**
 * One client of the server under test: its connection on a loop, requests as bytes made once, and a scanner of answers
 * that shares nothing with the server's parser. {@link millrace.bench.client.Client} is the seam for further protocols.
 */
package millrace.bench.client;
