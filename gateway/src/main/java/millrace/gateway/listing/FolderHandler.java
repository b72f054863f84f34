package millrace.gateway.listing;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import millrace.gateway.config.Scope;
import millrace.gateway.content.FileLoop;
import millrace.gateway.content.IndexFile;
import millrace.gateway.content.StaticFile;
import millrace.gateway.exchange.Exchange;
import millrace.gateway.exchange.Phase;
import millrace.gateway.exchange.PhaseHandler;
import millrace.gateway.exchange.ReplySource;
import millrace.http.codec.Output;
import millrace.os.FolderReader;

/**
 * Reads the folder that a path with a slash at its end stands for, some hundred names a turn of the loop, so that a huge one
 * does not hold others up; then somebody answers with what is in it. Hidden files are left out.
 */
final class FolderHandler implements PhaseHandler {
    /** Who answers. */
    @FunctionalInterface
    interface Answer {
        void give(Exchange x, List<FolderEntry> entries);
    }

    private final Predicate<ListingSettings> on;
    private final Answer answer;

    FolderHandler(Predicate<ListingSettings> on, Answer answer) {
        this.on = on;
        this.answer = answer;
    }

    @Override
    public boolean concerns(Scope scope) {
        return on.test(scope.get(ListingSettings.KEY));
    }

    @Override
    public int run(Exchange x) {
        if (!IndexFile.isFolder(x) || !StaticFile.isRead(x)) {
            return Phase.NEXT;
        }
        FileLoop files = FileLoop.of(x.loop());
        Output name = files.name(x, x.uri());
        int fd = files.probe().open(name.bytes(), 0, name.length());
        if (fd < 0) {
            return StaticFile.missing(x, name, fd);
        }
        byte[] folder = new byte[name.length()];
        System.arraycopy(name.bytes(), 0, folder, 0, folder.length);
        Reading reading = new Reading(x, files, folder, fd);
        x.source(reading);
        x.loop().events().immediate(reading::go);
        return Phase.WAIT;
    }

    /** A folder on its way into memory. */
    private final class Reading implements ReplySource {
        private final Exchange x;
        private final FileLoop files;
        private final byte[] folder;
        private final FolderReader names;
        private final List<FolderEntry> entries = new ArrayList<>();
        private boolean gone;

        Reading(Exchange x, FileLoop files, byte[] folder, int fd) {
            this.x = x;
            this.files = files;
            this.folder = folder;
            this.names = new FolderReader(fd);
        }

        void go() {
            if (gone) {
                names.close();
                return;
            }
            int read = names.fill();
            for (byte[] name = names.next(); name != null; name = names.next()) {
                if (name[0] != '.') {
                    look(name);
                }
            }
            if (read > 0) {
                x.loop().events().immediate(this::go);
                return;
            }
            names.close();
            x.source(null);
            if (read < 0) {
                x.finish(500);
            } else {
                answer.give(x, entries);
            }
        }

        private void look(byte[] name) {
            Output path = files.blank().put(folder).put(name);
            int found = files.probe().look(path.bytes(), 0, path.length());
            if (found < 0) {
                found = files.probe().lookAtLink(path.bytes(), 0, path.length());
            }
            if (found == 0) {
                entries.add(new FolderEntry(name, files.probe().isFolder(), files.probe().isRegular(), files.probe().size(),
                        files.probe().modifiedSeconds()));
            }
        }

        @Override
        public void onWritable(Exchange exchange) {
            // Nothing is written before all is read.
        }

        @Override
        public void onGone(Exchange exchange) {
            gone = true;
        }
    }
}
