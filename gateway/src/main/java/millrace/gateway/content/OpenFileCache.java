package millrace.gateway.content;

import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import millrace.http.codec.Output;

/**
 * {@code open_file_cache}: files that were opened stay so, and what is known of them is asked for again after a while. Who
 * was used longest ago goes first. One for each loop, so that nothing is locked; for its thread only.
 */
final class OpenFileCache {
    /** As the configuration has it; a {@code most} of 0 is {@code off}. Times in milliseconds. */
    record Options(int most, long inactiveMillis, long validMillis, int minUses, boolean errors) {
        boolean isOn() {
            return most > 0;
        }
    }

    /** A name; the one that asks is used again, those that are kept are not. */
    private static final class Name {
        private byte[] octets;
        private int length;
        private int hash;

        Name set(byte[] bytes, int size) {
            octets = bytes;
            length = size;
            int sum = 0;
            for (int i = 0; i < size; i++) {
                sum = 31 * sum + bytes[i];
            }
            hash = sum;
            return this;
        }

        @Override
        public int hashCode() {
            return hash;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Name n && Arrays.equals(octets, 0, length, n.octets, 0, n.length);
        }
    }

    private final LinkedHashMap<Name, OpenFile> files = new LinkedHashMap<>(16, 0.75f, true);
    private final Name asked = new Name();

    /** The file of a name, kept when the options allow that; else it is the caller's to close. */
    OpenFile open(FileLoop loop, FileSettings settings, Output name, long now) {
        Options options = settings.cache;
        shrink(options, now);
        OpenFile file = files.get(asked.set(name.bytes(), name.length()));
        if (file != null) {
            file.uses++;
            file.usedNanos = now;
            if (now - file.checkedNanos <= TimeUnit.MILLISECONDS.toNanos(options.validMillis)) {
                return file;
            }
            return again(loop, settings, name, file, now);
        }
        file = new OpenFile();
        loop.open(settings, name, file);
        if (file.error == 0 || options.errors && FileLoop.isMissing(file.error)) {
            file.cached = true;
            file.uses = 1;
            file.usedNanos = now;
            file.checkedNanos = now;
            files.put(new Name().set(Arrays.copyOf(name.bytes(), name.length()), name.length()), file);
            shrink(options, now);
        }
        return file;
    }

    /** It was not looked at for a while: when it is another one by now, that takes its place. */
    private OpenFile again(FileLoop loop, FileSettings settings, Output name, OpenFile file, long now) {
        int looked = loop.probe.look(name.bytes(), 0, name.length());
        boolean same = looked == 0 && file.error == 0 && loop.probe.inode() == file.inode
                && loop.probe.size() == file.size && loop.probe.modifiedSeconds() == file.modifiedSeconds;
        file.checkedNanos = now;
        if (same || looked < 0 && looked == file.error) {
            return file;
        }
        files.remove(asked.set(name.bytes(), name.length()));
        file.close();
        return open(loop, settings, name, now);
    }

    private void shrink(Options options, long now) {
        Iterator<Map.Entry<Name, OpenFile>> oldest = files.entrySet().iterator();
        long inactive = TimeUnit.MILLISECONDS.toNanos(options.inactiveMillis);
        while (oldest.hasNext()) {
            OpenFile file = oldest.next().getValue();
            boolean idle = now - file.usedNanos > inactive
                    || file.uses < options.minUses && now - file.checkedNanos > inactive;
            if (files.size() <= options.most && !idle) {
                return;
            }
            oldest.remove();
            file.close();
        }
    }
}
