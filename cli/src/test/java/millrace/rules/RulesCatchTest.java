package millrace.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A rule that catches nothing would pass for ever: each is shown a violation, and its lawful neighbour. */
class RulesCatchTest {

    @Test
    void emptyCatchIsCaughtEvenWithAComment() throws IOException {
        assertEquals(List.of(3), lines(new EmptyCatch(), "loop/src/main/java/A.java", """
                class A { void a() {
                    try { a(); }
                    catch (RuntimeException e) { /* never mind */ }
                    try { a(); } catch (RuntimeException e) { throw e; }
                } }"""));
    }

    @Test
    void nativeAccessIsCaughtOutsideOsAlone() throws IOException {
        String text = """
                import java.lang.foreign.Linker;
                import java.lang.foreign.MemorySegment;
                class A {
                    java.lang.foreign.Arena arena;
                    void a(MemorySegment s) { s.reinterpret(9); System.loadLibrary("c"); }
                    Object b = MemorySegment.ofArray(new int[0]);
                    static { java.lang.foreign.MemorySegment.ofAddress(1); }
                }""";
        assertEquals(List.of(1, 4, 5, 5, 7), lines(new NativeAccess(), "loop/src/main/java/A.java", text));
        assertEquals(List.of(), lines(new NativeAccess(), "os/src/main/java/A.java", text));
    }

    @Test
    void aSleepIsCaughtInTestsAlone() throws IOException {
        String text = """
                import static java.lang.Thread.sleep;
                class A { void a() throws Exception {
                    Thread.sleep(1);
                    sleep(1);
                    java.util.concurrent.TimeUnit.SECONDS.sleep(1);
                    java.util.concurrent.locks.LockSupport.parkNanos(1);
                    java.util.concurrent.locks.LockSupport.park();
                } }""";
        assertEquals(List.of(3, 4, 5, 6), lines(new Sleep(), "loop/src/test/java/A.java", text));
        assertEquals(List.of(), lines(new Sleep(), "loop/src/main/java/A.java", text));
    }

    @Test
    void emptyWordsAreCaughtAsWholeWords() throws IOException {
        assertEquals(List.of(1, 2, 3, 4), lines(new Names(), "loop/src/main/java/A.java", """
                class LoopImpl { }
                class StringUtils {
                    interface BaseHandler { }
                    enum TimerHelper { A } }
                class Database { record Implicit() { } class Utilization { } }"""));
    }

    @Test
    void wildcardsAndTabsAreCaught() throws IOException {
        String text = "import java.util.*;\nimport module java.base;\nclass A { }\n\tclass B { }";
        assertEquals(List.of(4, 1), lines(new Layout(), "loop/src/main/java/A.java", text));
    }

    @Test
    void anArrowUpwardIsCaughtInModuleInfoAndPom() throws IOException {
        assertEquals(List.of(1), lines(new Arrows(), "loop/src/main/java/module-info.java",
                "module millrace.loop { requires millrace.http;\nrequires transitive millrace.os; }"));
        assertEquals(List.of(1), lines(new Arrows(), "http/src/main/java/module-info.java",
                "module millrace.http { requires millrace.cluster; }"));
        assertEquals(List.of(1), lines(new Arrows(), "common/src/main/java/module-info.java",
                "module millrace.common { requires millrace.os; }"));
        String pom = "<artifactId>millrace-cluster</artifactId>\n<artifactId>millrace-gateway</artifactId>";
        assertEquals(1, new Arrows().checkPom("cluster/pom.xml", pom).size());
    }

    @Test
    void whatIsTooLongIsCaughtWithTheNameOfTheMethod() throws IOException {
        Lengths lengths = measured(41, 300);
        assertEquals(List.of("a/A.java#A.B.lengthy has 41 lines: split it"), lengths.against(Map.of()));
        assertTrue(measured(40, 300).against(Map.of()).isEmpty());
        assertEquals(List.of("a/A.java has 301 lines: split it"), measured(40, 301).against(Map.of()));
    }

    @Test
    void theRatchetLetsNothingGrowAndNothingStale() throws IOException {
        Map<String, Integer> listed = Lengths.ratchet("# why\n\n50 a/A.java#A.B.lengthy\n");
        assertTrue(measured(50, 300).against(listed).isEmpty());
        assertTrue(measured(51, 300).against(listed).getFirst().contains("grew from 50 to 51"));
        assertTrue(measured(49, 300).against(listed).getFirst().contains("\"49 a/A.java#A.B.lengthy\""));
        assertTrue(measured(40, 300).against(listed).getFirst().contains("is short enough"));
        assertTrue(measured(40, 300).against(Map.of("b/B.java", 400)).getFirst().contains("is gone"));
    }

    private static Lengths measured(int methodLines, int fileLines) throws IOException {
        String text = "class A { class B {\nvoid lengthy() {" + "\n".repeat(methodLines - 1) + "} } }";
        text += "\n".repeat(fileLines - (int) text.lines().count()) + "// end";
        Lengths lengths = new Lengths();
        lengths.measure(Source.of("a/A.java", text));
        return lengths;
    }

    private static List<Integer> lines(Rule rule, String path, String text) throws IOException {
        return rule.check(Source.of(path, text)).stream().map(Violation::line).toList();
    }
}
