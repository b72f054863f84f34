package millrace.os;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.util.BitSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Limits and processors, of this process and of others. */
class LimitsTest {
    private Rlimit.Range descriptors;
    private BitSet processors;

    @BeforeEach
    void remember() throws OsException {
        descriptors = Rlimit.NOFILE.get(0);
        processors = Affinity.get(0);
    }

    @AfterEach
    void restore() throws OsException {
        Rlimit.NOFILE.set(0, descriptors);
        Affinity.set(0, processors);
    }

    @Test
    void limitHoldsInChildren() throws IOException {
        Rlimit.NOFILE.set(0, new Rlimit.Range(descriptors.soft() - 1, descriptors.hard()));
        assertEquals(descriptors.soft() - 1 + "\n", Child.run(Child.shell("ulimit -Sn")));
        assertEquals(descriptors.soft() - 1, Rlimit.NOFILE.get(0).soft());
    }

    @Test
    void limitOfARunningProcessIsChanged() throws IOException {
        try (Child child = Child.start(new Spawn("sleep", "1000"))) {
            int pid = child.process().pid();
            Rlimit.CORE.set(pid, new Rlimit.Range(0, 0));
            assertEquals(new Rlimit.Range(0, 0), Rlimit.CORE.get(pid));
            assertEquals(Rlimit.FSIZE.get(0), Rlimit.FSIZE.get(pid));
        }
        assertThrows(OsException.class, () -> Rlimit.CORE.set(0, new Rlimit.Range(2, 1)));
    }

    @Test
    void descriptorsThatDoNotFitAreReportedAsLost() throws OsException {
        int[] sockets = new int[2];
        Socket.pair(sockets);
        byte[] byteBeside = new byte[1];
        try (DescriptorPassing passing = new DescriptorPassing(1)) {
            // Once without a limit, so that the classes needed under it are loaded.
            for (boolean limited : new boolean[] {false, true}) {
                passing.send(sockets[0], byteBeside, 0, 1, sockets[0]);
                Rlimit.NOFILE.set(0, new Rlimit.Range(limited ? 0 : descriptors.soft(), descriptors.hard()));
                int received = passing.receive(sockets[1], byteBeside, 0, 1);
                Rlimit.NOFILE.set(0, descriptors);
                assertEquals(1, received);
                assertEquals(limited, passing.lostDescriptors());
                assertEquals(limited ? 0 : 1, passing.descriptors());
            }
            Descriptor.close(passing.descriptors() == 1 ? passing.descriptor(0) : -1);
        }
        Descriptor.close(sockets[0]);
        Descriptor.close(sockets[1]);
    }

    @Test
    void threadRunsOnTheProcessorsItWasGiven() throws IOException {
        BitSet one = new BitSet();
        one.set(processors.nextSetBit(0));
        Affinity.set(0, one);
        assertEquals(one, Affinity.get(0));
        assertEquals(1, Affinity.usable());
        assertEquals("1\n", Child.run(new Spawn("nproc")), "inherited");
    }

    @Test
    void processorsOfAnotherProcessAreChanged() throws IOException {
        try (Child child = Child.start(new Spawn("sleep", "1000"))) {
            BitSet last = new BitSet();
            last.set(processors.length() - 1);
            Affinity.set(child.process().pid(), last);
            assertEquals(last, Affinity.get(child.process().pid()));
            assertEquals(processors, Affinity.get(0));
        }
    }

    @Test
    void processorsThatAreNotThereAreRefused() {
        BitSet none = new BitSet();
        assertThrows(OsException.class, () -> Affinity.set(0, none));
        none.set(4_000);
        assertThrows(OsException.class, () -> Affinity.set(0, none));
        none.set(5_000);
        assertThrows(IndexOutOfBoundsException.class, () -> Affinity.set(0, none));
    }
}
