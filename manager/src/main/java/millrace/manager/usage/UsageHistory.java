package millrace.manager.usage;

import java.util.ArrayList;
import java.util.List;

/** The last so many samples, for a line that shows their course. For one thread at a time. */
public final class UsageHistory {
    /** As many as a line of text has room for. */
    public static final int SAMPLES = 60;

    private final float[] cpu = new float[SAMPLES];
    private final long[] memory = new long[SAMPLES];
    private int next;
    private int count;

    void add(Usage usage) {
        cpu[next] = (float) usage.cpuPercent();
        memory[next] = usage.memoryBytes();
        next = (next + 1) % SAMPLES;
        count = Math.min(count + 1, SAMPLES);
    }

    /** The oldest first. */
    public List<Usage> samples() {
        List<Usage> samples = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            int at = (next - count + i + SAMPLES) % SAMPLES;
            samples.add(new Usage(Math.round(cpu[at] * 10) / 10.0, memory[at]));
        }
        return samples;
    }
}
