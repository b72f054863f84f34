/** The daemon: one process, one loop, and what clients may ask it for over a Unix socket. */
package millrace.manager.daemon;
