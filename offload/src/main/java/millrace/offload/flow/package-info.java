/** What streams of work off the loop have in common: back-pressure, and a lane that may be full. Not exported. */
package millrace.offload.flow;
