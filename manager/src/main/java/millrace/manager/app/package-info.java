/** Apps as the daemon keeps them: configuration, processes, logs and watchers of each, and the list of all. */
package millrace.manager.app;
