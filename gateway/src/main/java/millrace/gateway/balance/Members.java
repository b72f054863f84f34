package millrace.gateway.balance;

/** The peers of a group at one time; replaced as a whole when a name resolves anew. */
final class Members {
    final Tier primary;
    final Tier backup;

    Members(Tier primary, Tier backup) {
        this.primary = primary;
        this.backup = backup;
    }
}
