package millrace.loop;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;

/**
 * Clients by the thousand, in a process of their own because both ends together exceed the usual limit of descriptors.
 * All connect, then each sends its number and waits for it to come back. Started as a source file.
 */
final class Crowd {
    private Crowd() {}

    public static void main(String[] args) throws IOException {
        InetSocketAddress server = new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(args[0]));
        List<SocketChannel> members = new ArrayList<>();
        for (int i = Integer.parseInt(args[1]); i > 0; i--) {
            members.add(SocketChannel.open(server));
        }
        for (int i = 0; i < members.size(); i++) {
            members.get(i).write(ByteBuffer.allocate(Integer.BYTES).putInt(0, i));
        }
        for (int i = 0; i < members.size(); i++) {
            ByteBuffer answer = ByteBuffer.allocate(Integer.BYTES);
            while (answer.hasRemaining()) {
                if (members.get(i).read(answer) < 0) {
                    throw new IOException("connection " + i + " was ended");
                }
            }
            if (answer.getInt(0) != i) {
                throw new IOException("connection " + i + " was answered " + answer.getInt(0));
            }
        }
        System.out.println(members.size() + " answers");
    }
}
