package millrace.gateway.ssi;

import java.nio.charset.StandardCharsets;
import millrace.gateway.exchange.Exchange;
import millrace.gateway.exchange.PartSink;
import millrace.gateway.log.Level;
import millrace.gateway.route.UriNormaliser;
import millrace.http.codec.Output;
import millrace.loop.FileRegion;

/** The reply to a request for a part of a page: it goes into the page, or into a variable. */
final class Include extends PartSink {
    /** As many parts in parts as nginx allows. */
    private static final int DEEPEST = 50;

    /** As many parts in one page and all of its parts: pages that have themselves in them twice would never end. */
    private static final int MOST = 10_000;

    private final SsiBody page;
    private final SsiState state;
    private final String variable;
    private final String stub;
    private final Output kept;
    private boolean failed;
    private boolean empty = true;
    private Exchange part;
    private long mostKept;

    private Include(Exchange whole, SsiState state, SsiBody page, String variable, String stub) {
        super(whole, page.target());
        this.page = page;
        this.state = state;
        this.variable = variable;
        this.stub = stub;
        this.kept = variable == null ? null : new Output(256);
    }

    static void start(Exchange x, SsiState state, SsiBody page, SsiCommand command) {
        String from = command.get("virtual") != null ? command.get("virtual") : command.get("file");
        if (from == null) {
            throw new SsiException("no parameter in \"include\" SSI command");
        }
        if (command.get("virtual") != null && command.get("file") != null) {
            throw new SsiException("inclusion may be either virtual=\"" + from + "\" or file=\"" + command.get("file") + "\"");
        }
        check(x, state);
        byte[] target = absolute(x, state.evaluate(x, from)).getBytes(StandardCharsets.ISO_8859_1);
        UriNormaliser uri = new UriNormaliser();
        if (!uri.read(target, 0, target.length, true) || climbs(target)) {
            throw new SsiException("unsafe URI \"" + new String(target, StandardCharsets.ISO_8859_1) + "\" was detected");
        }
        String path = text(uri.bytes(), uri.start(), uri.end());
        String arguments = uri.argsStart() < 0 ? null : text(target, uri.argsStart(), uri.argsEnd());
        String stub = command.get("stub") == null ? null : state.blocks.getOrDefault(command.get("stub"), "");
        Include include = new Include(x, state, page, command.get("set"), stub);
        page.include(() -> x.subrequest(path, arguments, include, part -> include.ended()));
    }

    private static void check(Exchange x, SsiState state) {
        int depth = 0;
        for (Exchange at = x; at != null; at = at.parent()) {
            depth++;
        }
        if (depth > DEEPEST) {
            throw new SsiException("subrequests cycle while processing \"" + x.uri() + "\"");
        }
        if (++state.parts > MOST) {
            throw new SsiException("more than " + MOST + " parts while processing \"" + x.uri() + "\"");
        }
    }

    /** A name without a slash in front is beside the page. */
    private static String absolute(Exchange x, String name) {
        if (name.startsWith("/")) {
            return name;
        }
        String path = x.uri().toString();
        return path.substring(0, path.lastIndexOf('/') + 1) + name;
    }

    private static boolean climbs(byte[] target) {
        String path = new String(target, StandardCharsets.ISO_8859_1);
        int query = path.indexOf('?');
        return (query < 0 ? path : path.substring(0, query)).contains("/../");
    }

    private static String text(byte[] bytes, int from, int to) {
        return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
    }

    @Override
    protected void head(Exchange x) {
        failed = x.reply().status() >= 300;
        part = x;
        mostKept = x.settings(SsiSettings.KEY).partBytes;
    }

    @Override
    public boolean write(byte[] bytes, int offset, int length) {
        if (stub != null && failed) {
            return true;
        }
        empty &= length == 0;
        if (kept != null) {
            keep(bytes, offset, length);
            return true;
        }
        return super.write(bytes, offset, length);
    }

    /** A variable that lacks a part of its value would be worse than no page. */
    private void keep(byte[] bytes, int offset, int length) {
        if (kept.length() + length <= mostKept) {
            kept.put(bytes, offset, length);
        } else {
            part.log(Level.ERROR, "too big subrequest response");
            mostKept = 0;
            part.main().finish(500);
        }
    }

    @Override
    public boolean takesFiles() {
        return kept == null && super.takesFiles();
    }

    @Override
    public boolean write(FileRegion region) {
        if (stub != null && failed) {
            region.close();
            return true;
        }
        empty = false;
        return super.write(region);
    }

    private void ended() {
        if (kept != null) {
            state.variables.put(variable, text(kept.bytes(), 0, kept.length()));
        }
        page.goesOn(stub != null && (failed || empty) ? stub : "");
    }
}
