package millrace.os;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Compares the sizes, offsets and numbers that Java code uses with what the C compiler says on this machine. */
class LayoutTest {
    private static final String HEADERS = """
            #define _GNU_SOURCE
            #include <errno.h>
            #include <fcntl.h>
            #include <limits.h>
            #include <netinet/in.h>
            #include <netinet/tcp.h>
            #include <poll.h>
            #include <sched.h>
            #include <signal.h>
            #include <spawn.h>
            #include <stddef.h>
            #include <stdio.h>
            #include <sys/epoll.h>
            #include <sys/eventfd.h>
            #include <sys/inotify.h>
            #include <sys/resource.h>
            #include <sys/select.h>
            #include <sys/signalfd.h>
            #include <sys/socket.h>
            #include <sys/stat.h>
            #include <sys/syscall.h>
            #include <sys/timerfd.h>
            #include <sys/uio.h>
            #include <sys/un.h>
            #include <sys/wait.h>
            #include <unistd.h>
            """;

    private final Map<String, Long> ours = new LinkedHashMap<>();

    @Test
    void structuresAndNumbersAreThoseOfTheCompiler(@TempDir Path folder) throws IOException {
        sockets();
        lingering();
        datagrams();
        polling();
        processes();
        signals();
        files();
        watchingFiles();
        for (Errno errno : Errno.values()) {
            ours.put(errno.name(), (long) errno.number());
        }
        Map<String, Long> theirs = compile(folder, List.copyOf(ours.keySet()));
        assertEquals(theirs, ours);
    }

    private void sockets() {
        size("struct sockaddr_storage", SockAddr.STORAGE);
        offset("struct sockaddr_un", "sun_path", SockAddr.PATH_OFFSET);
        number("sizeof(((struct sockaddr_un *)0)->sun_path)", SockAddr.PATH_LENGTH);
        size("struct sockaddr_in", SockAddr.INET);
        offset("struct sockaddr_in", "sin_port", SockAddr.PORT_OFFSET);
        offset("struct sockaddr_in", "sin_addr", SockAddr.INET_ADDRESS);
        size("struct sockaddr_in6", SockAddr.INET6);
        offset("struct sockaddr_in6", "sin6_port", SockAddr.PORT_OFFSET);
        offset("struct sockaddr_in6", "sin6_addr", SockAddr.INET6_ADDRESS);
        offset("struct sockaddr_in6", "sin6_scope_id", SockAddr.INET6_SCOPE);
        number("AF_UNIX", SockAddr.AF_UNIX);
        number("AF_INET", SockAddr.AF_INET);
        number("AF_INET6", SockAddr.AF_INET6);
        number("SOCK_STREAM", Socket.STREAM);
        number("SOCK_DGRAM", Socket.DATAGRAM);
        number("SHUT_RD", Socket.SHUT_RD);
        number("SHUT_WR", Socket.SHUT_WR);
        number("SHUT_RDWR", Socket.SHUT_RDWR);
        for (SocketOption option : SocketOption.values()) {
            number(option.name(), option.number());
        }
        number("SOL_SOCKET", SocketOption.Level.SOCKET);
        number("IPPROTO_TCP", SocketOption.Level.TCP);
        number("IPPROTO_IPV6", SocketOption.Level.IPV6);
        size("struct msghdr", DescriptorPassing.MSGHDR);
        offset("struct msghdr", "msg_iov", DescriptorPassing.MSG_IOV);
        offset("struct msghdr", "msg_iovlen", DescriptorPassing.MSG_IOVLEN);
        offset("struct msghdr", "msg_control", DescriptorPassing.MSG_CONTROL);
        offset("struct msghdr", "msg_controllen", DescriptorPassing.MSG_CONTROLLEN);
        offset("struct msghdr", "msg_flags", DescriptorPassing.MSG_FLAGS);
        size("struct iovec", DescriptorPassing.IOVEC);
        size("struct cmsghdr", DescriptorPassing.CMSGHDR);
        number("CMSG_LEN(0)", DescriptorPassing.CMSGHDR);
        offset("struct cmsghdr", "cmsg_level", DescriptorPassing.CMSG_LEVEL);
        offset("struct cmsghdr", "cmsg_type", DescriptorPassing.CMSG_TYPE);
        number("SCM_RIGHTS", DescriptorPassing.SCM_RIGHTS);
        number("MSG_CTRUNC", DescriptorPassing.MSG_CTRUNC);
        number("MSG_DONTWAIT", Socket.MSG_DONTWAIT);
        number("MSG_NOSIGNAL", Socket.MSG_NOSIGNAL);
        number("MSG_CMSG_CLOEXEC", DescriptorPassing.MSG_CMSG_CLOEXEC);
        size("struct ucred", PeerCredentials.SIZE);
        number("SO_PEERCRED", PeerCredentials.SO_PEERCRED);
    }

    private void lingering() {
        number("SO_LINGER", Linger.SO_LINGER);
        size("struct linger", Linger.SIZE);
    }

    private void datagrams() {
        number("IPPROTO_IP", SocketOption.Level.IP);
        number("IPV6_PKTINFO", PacketInfo.IPV6_PKTINFO);
        size("struct in_pktinfo", PacketInfo.IN_PKTINFO);
        offset("struct in_pktinfo", "ipi_spec_dst", PacketInfo.IN_SPEC_DST);
        offset("struct in_pktinfo", "ipi_addr", PacketInfo.IN_ADDR);
        size("struct in6_pktinfo", PacketInfo.IN6_PKTINFO);
        offset("struct msghdr", "msg_namelen", DescriptorPassing.MSG_NAMELEN);
    }

    private void polling() {
        size("struct epoll_event", Abi.HERE.epollEventSize);
        offset("struct epoll_event", "data", Abi.HERE.epollEventData);
        number("EPOLLIN", Epoll.IN);
        number("EPOLLOUT", Epoll.OUT);
        number("EPOLLERR", Epoll.ERR);
        number("EPOLLHUP", Epoll.HUP);
        number("EPOLLRDHUP", Epoll.RDHUP);
        number("(int)EPOLLEXCLUSIVE", Epoll.EXCLUSIVE);
        number("(int)EPOLLET", Epoll.ET);
        size("struct itimerspec", TimerFd.SIZE);
        offset("struct itimerspec", "it_value.tv_sec", TimerFd.VALUE_SECONDS);
        offset("struct itimerspec", "it_value.tv_nsec", TimerFd.VALUE_NANOS);
        size("struct pollfd", Poll.SIZE);
        offset("struct pollfd", "events", Poll.EVENTS);
        offset("struct pollfd", "revents", Poll.REVENTS);
        number("POLLIN", Poll.IN);
        number("POLLPRI", Poll.PRI);
        number("POLLOUT", Poll.OUT);
        number("POLLERR", Poll.ERR);
        number("POLLHUP", Poll.HUP);
        number("POLLNVAL", Poll.NVAL);
        number("POLLRDHUP", Poll.RDHUP);
        number("FD_SETSIZE", Select.LIMIT);
        size("fd_set", Select.LIMIT / 8);
        size("struct timeval", Select.TIMEVAL);
    }

    private void processes() {
        size("posix_spawnattr_t", SpawnAttributes.SIZE);
        size("posix_spawn_file_actions_t", SpawnActions.SIZE);
        number("POSIX_SPAWN_SETPGROUP", SpawnAttributes.SETPGROUP);
        number("POSIX_SPAWN_SETSIGDEF", SpawnAttributes.SETSIGDEF);
        number("POSIX_SPAWN_SETSIGMASK", SpawnAttributes.SETSIGMASK);
        number("POSIX_SPAWN_SETSID", SpawnAttributes.SETSID);
        number("SYS_waitid", Abi.HERE.waitidNumber);
        number("SYS_read", Abi.HERE.readNumber);
        number("SYS_write", Abi.HERE.writeNumber);
        number("SYS_sendto", Abi.HERE.sendtoNumber);
        number("SYS_recvfrom", Abi.HERE.recvfromNumber);
        number("SYS_setresuid", Abi.HERE.setresuidNumber);
        number("SYS_pidfd_open", PidFd.PIDFD_OPEN);
        number("SYS_pidfd_send_signal", PidFd.PIDFD_SEND_SIGNAL);
        number("P_PID", PidFd.P_PID);
        number("P_PIDFD", PidFd.P_PIDFD);
        number("WNOHANG", PidFd.WNOHANG);
        number("WEXITED", PidFd.WEXITED);
        size("siginfo_t", ExitStatus.SIGINFO);
        offset("siginfo_t", "si_code", ExitStatus.SI_CODE);
        offset("siginfo_t", "si_pid", ExitStatus.SI_PID);
        offset("siginfo_t", "si_status", ExitStatus.SI_STATUS);
        number("CLD_EXITED", ExitStatus.CLD_EXITED);
        number("CLD_DUMPED", ExitStatus.CLD_DUMPED);
        size("struct rusage", ExitStatus.RUSAGE);
        offset("struct rusage", "ru_stime", ExitStatus.RU_STIME);
        offset("struct rusage", "ru_maxrss", ExitStatus.RU_MAXRSS);
        for (Rlimit limit : Rlimit.values()) {
            number("RLIMIT_" + limit.name(), limit.number());
        }
        number("(long) RLIM_INFINITY", Rlimit.UNLIMITED);
        size("struct rlimit", 16);
        number("_SC_CLK_TCK", Proc.SC_CLK_TCK);
        number("_SC_PAGESIZE", Proc.SC_PAGESIZE);
        number("F_DUPFD_CLOEXEC", Descriptor.F_DUPFD_CLOEXEC);
        number("FD_CLOEXEC", Descriptor.FD_CLOEXEC);
        number("O_NONBLOCK", Descriptor.O_NONBLOCK);
        number("O_CLOEXEC", Descriptor.O_CLOEXEC);
    }

    private void files() {
        size("struct statx", RegularFile.STATX);
        offset("struct statx", "stx_mode", RegularFile.STX_MODE);
        offset("struct statx", "stx_size", RegularFile.STX_SIZE);
        offset("struct statx", "stx_uid", FileProbe.STX_UID);
        offset("struct statx", "stx_ino", FileProbe.STX_INO);
        offset("struct statx", "stx_mtime", FileProbe.STX_MTIME);
        number("STATX_TYPE", RegularFile.STATX_TYPE);
        number("STATX_SIZE", RegularFile.STATX_SIZE);
        number("AT_EMPTY_PATH", RegularFile.AT_EMPTY_PATH);
        number("O_TRUNC", RegularFile.TRUNCATE);
        number("O_APPEND", RegularFile.APPEND);
        number("O_EXCL", RegularFile.EXCLUSIVE);
        number("O_WRONLY", RegularFile.O_WRONLY);
        number("O_CREAT", RegularFile.O_CREAT);
        number("S_IFMT", RegularFile.S_IFMT);
        number("S_IFDIR", RegularFile.S_IFDIR);
        number("S_IFREG", RegularFile.S_IFREG);
        number("SPLICE_F_NONBLOCK", Splice.NONBLOCK);
        number("SPLICE_F_MORE", Splice.MORE);
        number("IOV_MAX", GatherList.MOST);
        number("MSG_TRUNC", Datagram.MSG_TRUNC);
    }

    private void watchingFiles() {
        size("struct inotify_event", Inotify.EVENT);
        offset("struct inotify_event", "wd", Inotify.WD);
        offset("struct inotify_event", "mask", Inotify.MASK);
        offset("struct inotify_event", "len", Inotify.LEN);
        number("IN_MODIFY", Inotify.MODIFY);
        number("IN_CLOSE_WRITE", Inotify.CLOSE_WRITE);
        number("IN_MOVED_FROM", Inotify.MOVED_FROM);
        number("IN_MOVED_TO", Inotify.MOVED_TO);
        number("IN_CREATE", Inotify.CREATE);
        number("IN_DELETE", Inotify.DELETE);
        number("IN_MOVE_SELF", Inotify.MOVE_SELF);
        number("IN_Q_OVERFLOW", Inotify.Q_OVERFLOW);
        number("IN_IGNORED", Inotify.IGNORED);
        number("IN_ONLYDIR", Inotify.ONLYDIR);
        number("IN_DONT_FOLLOW", Inotify.DONT_FOLLOW);
        number("IN_EXCL_UNLINK", Inotify.EXCL_UNLINK);
        number("IN_ISDIR", Inotify.ISDIR);
    }

    private void signals() {
        size("sigset_t", Signal.SET_SIZE);
        size("struct signalfd_siginfo", SignalFd.SIZE);
        offset("struct signalfd_siginfo", "ssi_pid", SignalFd.PID);
        for (Signal signal : Signal.values()) {
            number(signal.name(), signal.number());
        }
    }

    private void size(String type, long size) {
        number("sizeof(" + type + ")", size);
    }

    private void offset(String type, String member, long offset) {
        number("offsetof(" + type + ", " + member + ")", offset);
    }

    private void number(String expression, long value) {
        ours.put(expression, value);
    }

    /** The value of each C expression. */
    private static Map<String, Long> compile(Path folder, List<String> expressions) throws IOException {
        assumeTrue(Stream.of("/usr/bin/cc", "/usr/local/bin/cc").anyMatch(path -> Files.isExecutable(Path.of(path))),
                "no C compiler: apt-get install gcc libc6-dev");
        StringBuilder program = new StringBuilder(HEADERS).append("int main(void) {\n");
        expressions.forEach(e -> program.append("printf(\"%lld\\n\", (long long) (").append(e).append("));\n"));
        Files.writeString(folder.resolve("layout.c"), program.append("return 0; }\n"));
        assertEquals("", Child.run(new Spawn("cc", "-o", "layout", "layout.c").directory(folder)));
        List<String> values = new ArrayList<>(Child.run(new Spawn("./layout").directory(folder)).lines().toList());
        assertEquals(expressions.size(), values.size(), "the compiler's own message is above");
        Map<String, Long> result = new LinkedHashMap<>();
        for (int i = 0; i < values.size(); i++) {
            result.put(expressions.get(i), Long.parseLong(values.get(i)));
        }
        return result;
    }
}
