/** How a program speaks to the daemon; the command line does so too. Blocking, and few classes, so that it starts fast. */
package millrace.manager.client;
