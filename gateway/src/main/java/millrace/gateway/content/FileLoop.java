package millrace.gateway.content;

import java.util.ArrayDeque;
import millrace.gateway.exchange.Exchange;
import millrace.gateway.exchange.GatewayLoop;
import millrace.gateway.exchange.StateKey;
import millrace.gateway.exchange.Text;
import millrace.http.codec.Output;
import millrace.os.Errno;
import millrace.os.FileProbe;
import millrace.os.FileTransfer;

/** What one loop needs to find and read files. For its own thread only. */
public final class FileLoop {
    /** Files up to here are read and sent with the head; longer ones go through the kernel where that is possible. */
    static final int SMALL = 16 * 1024;

    /** Bytes that are read at once of a file that must be seen. */
    static final int PIECE = 32 * 1024;

    private static final StateKey<FileLoop> KEY = StateKey.create();

    final FileProbe probe = new FileProbe();
    final FileTransfer transfer = new FileTransfer();

    private final GatewayLoop loop;
    private final Output path = new Output(512);
    private final ArrayDeque<byte[]> pieces = new ArrayDeque<>();
    private final OpenFile single = new OpenFile();
    private final OpenFileCache cache = new OpenFileCache();

    private FileLoop(GatewayLoop loop) {
        this.loop = loop;
    }

    public static FileLoop of(GatewayLoop loop) {
        return loop.state(KEY, FileLoop::new);
    }

    /** What the system says of names. */
    public FileProbe probe() {
        return probe;
    }

    /** Memory to read into; it is written from while other files are read, if a page includes them. */
    byte[] takePiece() {
        byte[] free = pieces.poll();
        return free == null ? new byte[PIECE] : free;
    }

    void giveBack(byte[] piece) {
        pieces.push(piece);
    }

    /** The name of the file that a path stands for; valid until the next one is asked for. */
    public Output name(Exchange x, Text uri) {
        path.clear();
        x.settings(FileSettings.KEY).root.write(x, uri, path);
        return path;
    }

    /** The folder that files of this level are in; valid as {@link #name} is. */
    Output folder(Exchange x) {
        path.clear();
        x.settings(FileSettings.KEY).root.write(x, path);
        return path;
    }

    /** Any name to look for; to be filled by the caller, valid as {@link #name} is. */
    public Output blank() {
        path.clear();
        return path;
    }

    /** Opens a file; the answer is valid until the next is asked for, unless it is {@link OpenFile#cached}. */
    public OpenFile open(Exchange x, Output name) {
        FileSettings settings = x.settings(FileSettings.KEY);
        if (settings.cache.isOn() && settings.links == LinkPolicy.ANY) {
            return cache.open(this, settings, name, loop.events().nowNanos());
        }
        open(settings, name, single, settings.linksFrom == null ? 0 : OwnLinks.trusted(settings.linksFrom.text(x), name));
        return single;
    }

    /** As {@link #open(FileSettings, Output, OpenFile, int)}, where any link may lead anywhere. */
    void open(FileSettings settings, Output name, OpenFile file) {
        open(settings, name, file, 0);
    }

    /**
     * Opens a file, and fills in what is known of it.
     *
     * @param trusted octets of the name in which symbolic links do not matter
     */
    private void open(FileSettings settings, Output name, OpenFile file, int trusted) {
        byte[] octets = name.bytes();
        file.fd = -1;
        int fd = switch (settings.links) {
            case ANY -> probe.open(octets, 0, name.length());
            case NONE -> OwnLinks.openNone(probe, octets, name.length(), trusted);
            case OWN -> OwnLinks.open(probe, octets, name.length(), trusted);
        };
        file.error = Math.min(0, fd);
        if (fd < 0) {
            return;
        }
        file.fd = fd;
        int looked = probe.look(fd);
        if (looked < 0) {
            file.error = looked;
            file.close();
            return;
        }
        file.folder = probe.isFolder();
        file.regular = probe.isRegular();
        file.size = probe.size();
        file.modifiedSeconds = probe.modifiedSeconds();
        file.inode = probe.inode();
    }

    /** Whether an error means that there is no such file. */
    static boolean isMissing(int error) {
        return Errno.ENOENT.is(error) || Errno.ENOTDIR.is(error) || Errno.ENAMETOOLONG.is(error) || Errno.EINVAL.is(error);
    }

    static boolean isForbidden(int error) {
        return Errno.EACCES.is(error) || Errno.ELOOP.is(error);
    }
}
