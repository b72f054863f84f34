package millrace.gateway.balance;

/** A balancing method over the peers of one tier. Called under the group's lock; what it computes ahead is immutable. */
interface Chooser {
    /** No peer of the tier can be taken. */
    int NONE = -1;

    /**
     * Whom this method prefers among the peers for which {@link Selection#eligible} holds.
     *
     * @return an index in the selection's tier, or {@link #NONE}
     */
    int choose(Selection selection);

    /** Whether choices that a sticky session has made are counted by it, so that later ones even them out. */
    default boolean countsSticky() {
        return false;
    }
}
