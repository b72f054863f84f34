package millrace.gateway.listing;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import millrace.gateway.exchange.Exchange;

/** {@code random_index}: any file of a folder. */
final class RandomFile {
    private RandomFile() {}

    static void answer(Exchange x, List<FolderEntry> entries) {
        List<FolderEntry> files = entries.stream().filter(FolderEntry::regular).toList();
        if (files.isEmpty()) {
            x.resume();
            return;
        }
        byte[] name = files.get(ThreadLocalRandom.current().nextInt(files.size())).name();
        x.redirect(x.uri() + new String(name, StandardCharsets.ISO_8859_1), x.args().isPresent() ? x.args().toString() : null);
    }
}
