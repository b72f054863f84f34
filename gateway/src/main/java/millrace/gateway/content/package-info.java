/** What the gateway serves by itself: files, listings and parts of them, and what is done to bodies on their way out. */
package millrace.gateway.content;
