package millrace.gateway.exchange;

/**
 * Takes the place of a reply that turned out to be the wrong one when its head was about to be sent: nothing of it is
 * written, and when its maker has ended it, the request is finished with an error page of the configuration's instead.
 * For the loop's own thread only.
 */
public final class Diversion extends NullSink {
    private final Exchange x;
    private final long serial;
    private final int status;
    private final ReplySink usual;

    private Diversion(Exchange x, int status, ReplySink usual) {
        this.x = x;
        this.serial = x.serial();
        this.status = status;
        this.usual = usual;
    }

    /**
     * To be called by a {@link HeadFilter}.
     *
     * @return false if the configuration has no page for the status, and then nothing is done
     */
    public static boolean begin(Exchange x, int status) {
        if (!x.run().hasErrorPage(status)) {
            return false;
        }
        Reply reply = x.reply();
        reply.status(204); // No body: no filter need touch it.
        reply.sink().gate(null);
        reply.divert(new Diversion(x, status, reply.sink()));
        return true;
    }

    /** Its maker is still on the stack, and has things of its own to put away. */
    @Override
    public void end() {
        x.loop().events().immediate(() -> {
            if (x.isStill(serial)) {
                x.reply().begin(usual);
                x.finish(status);
            }
        });
    }
}
