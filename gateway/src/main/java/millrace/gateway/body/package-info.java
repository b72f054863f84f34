/** Bodies of requests: limits, memory, temporary files, and passing on as they come. */
package millrace.gateway.body;
