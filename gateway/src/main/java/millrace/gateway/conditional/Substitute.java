package millrace.gateway.conditional;

import millrace.gateway.exchange.BodyFilter;
import millrace.gateway.exchange.Exchange;
import millrace.gateway.exchange.Reply;
import millrace.gateway.exchange.SpecialPage;
import millrace.loop.FileRegion;

/** Sends a page in place of a body that turned out to be unwanted when its head was about to be sent. */
public final class Substitute extends BodyFilter {
    private final byte[] page;

    private Substitute(byte[] page) {
        this.page = page;
    }

    /** The reply becomes that of an error; fields that are set stay, except for those that tell of the body. */
    public static void page(Exchange x, int status) {
        Reply reply = x.reply();
        byte[] page = SpecialPage.text(status);
        reply.status(status);
        Validators.clearLength(reply);
        Validators.clearTime(reply);
        reply.headers().remove("Content-Encoding");
        reply.headers().remove("ETag");
        reply.headers().set("Content-Type", "text/html");
        reply.contentLength(page.length);
        reply.filter(new Substitute(page));
    }

    @Override
    public boolean write(byte[] bytes, int offset, int length) {
        return true;
    }

    @Override
    public boolean takesFiles() {
        return true;
    }

    @Override
    public boolean write(FileRegion region) {
        region.close();
        return true;
    }

    @Override
    public void end() {
        next.write(page, 0, page.length);
        next.end();
    }
}
