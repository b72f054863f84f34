/**
 * What outlives the daemon: the list that a user saves, what the daemon notes of the processes it runs, and the unit that
 * starts it with the machine. Start reading at {@link millrace.manager.survive.SavedList}.
 */
package millrace.manager.survive;
