package millrace.gateway.content;

import java.nio.charset.StandardCharsets;
import millrace.gateway.conditional.EntityTag;
import millrace.gateway.exchange.Exchange;
import millrace.gateway.exchange.Phase;
import millrace.gateway.exchange.PhaseHandler;
import millrace.gateway.exchange.Reply;
import millrace.gateway.log.Level;
import millrace.gateway.route.LocationSettings;
import millrace.gateway.route.Redirection;
import millrace.gateway.route.UriEscape;
import millrace.http.codec.Output;
import millrace.os.ErrorText;

/** Answers with the file that a path stands for; the last handler, so it also says why there is nothing. */
public final class StaticFile implements PhaseHandler {
    static final byte[] CONTENT_TYPE = Output.ascii("Content-Type");

    @Override
    public int run(Exchange x) {
        if (!isRead(x) && !"POST".equals(x.method())) {
            return 405;
        }
        FileLoop files = FileLoop.of(x.loop());
        Output name = files.name(x, x.uri());
        if (x.uri().length() == 0 || x.uri().at(x.uri().length() - 1) == '/') {
            x.log(Level.ERROR, "directory index of \"" + text(name) + "\" is forbidden");
            return 403;
        }
        OpenFile file = files.open(x, name);
        if (file.error < 0) {
            return missing(x, name, file.error);
        }
        if (file.regular && isRead(x)) {
            return send(x, files, file);
        }
        release(file);
        if (file.folder) {
            return toFolder(x);
        }
        if (file.regular) {
            return 405;
        }
        x.log(Level.CRIT, "\"" + text(name) + "\" is not a regular file");
        return 404;
    }

    public static boolean isRead(Exchange x) {
        return "GET".equals(x.method()) || x.isHead();
    }

    /** The file's name as a log shows it. */
    static String text(Output name) {
        return new String(name.bytes(), 0, name.length(), StandardCharsets.UTF_8);
    }

    /** The status for an error of a file's name, which is logged in nginx's words. */
    public static int missing(Exchange x, Output name, int error) {
        boolean missing = FileLoop.isMissing(error);
        boolean forbidden = FileLoop.isForbidden(error);
        if (!missing || x.settings(LocationSettings.KEY).logsNotFound()) {
            x.log(missing || forbidden ? Level.ERROR : Level.CRIT,
                    "open() \"" + text(name) + "\" failed (" + -error + ": " + ErrorText.of(-error) + ")");
        }
        return missing ? 404 : forbidden ? 403 : 500;
    }

    private static int toFolder(Exchange x) {
        Output target = new Output(x.uri().length() + 64);
        UriEscape.PATH.write(x.uri().bytes(), x.uri().start(), x.uri().length(), target);
        target.put(SLASH);
        if (x.args().isPresent() && !x.args().isEmpty()) {
            target.put(QUESTION_MARK);
            x.args().writeTo(target);
        }
        Redirection.location(x, target);
        return 301;
    }

    private static final byte[] SLASH = {'/'};
    private static final byte[] QUESTION_MARK = {'?'};

    private static int send(Exchange x, FileLoop files, OpenFile file) {
        describe(x, file);
        FileBody.send(x, files, file);
        return Phase.DONE;
    }

    /** The fields of the head that tell of a file. */
    public static void describe(Exchange x, OpenFile file) {
        Reply reply = x.reply();
        byte[] type = TypeSettings.of(x);
        // An upstream that sends a client here with X-Accel-Redirect may have named the type.
        if (type.length > 0 && !reply.headers().has("Content-Type")) {
            reply.headers().add(CONTENT_TYPE, type);
        }
        reply.contentLength(file.size);
        reply.lastModified(file.modifiedSeconds);
        reply.rangesAllowed(true);
        if (x.settings(FileSettings.KEY).etag) {
            EntityTag.add(reply.headers(), file.modifiedSeconds, file.size, x.loop().text());
        }
    }

    public static void release(OpenFile file) {
        if (!file.cached) {
            file.close();
        }
    }
}
