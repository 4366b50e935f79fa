package hapi.hub.socket.transport;

import java.time.Duration;

/// What one client, one address and all together may take.
///
/// - `maxFrameBytes`: one packet on websocket, one request body on polling; told to clients as
///   `maxPayload`.
/// - `maxBytesBeforeAdmission`: all bytes of a connection until a namespace has admitted it.
/// - `largeFrameBytes`, `largeFrameBudgetBytes`: packets above the first share the second; who
///   finds it used up is not read from, for `largeFrameWait`, then cut off.
/// - `frameDeadline`: a packet must be complete this long after its first byte.
/// - `maxOutboundBytes`: unsent bytes of one connection beside the packet that found its buffer
///   empty, which may have any size.
/// - `writeDeadline`: the client must have taken something within this time.
/// - `maxOpenPollsPerAddress`, `maxUnadmittedPerAddress`: HTTP 429 beyond them.
/// - `admissionDeadline`: a connection that no namespace has admitted by then is ended.
/// - `pingInterval`, `pingTimeout`: as in the protocol's open packet.
public record SocketLimits(
        int maxFrameBytes,
        int maxBytesBeforeAdmission,
        int largeFrameBytes,
        int largeFrameBudgetBytes,
        Duration largeFrameWait,
        Duration frameDeadline,
        int maxOutboundBytes,
        Duration writeDeadline,
        int maxOpenPollsPerAddress,
        int maxUnadmittedPerAddress,
        Duration admissionDeadline,
        Duration pingInterval,
        Duration pingTimeout) {
    private static final int MIB = 1024 * 1024;

    /// The limits of a hub. 48 MiB, 25 s and 20 s are those of the published hub 0.30.7.
    public static final SocketLimits STANDARD =
            new SocketLimits(
                    48 * MIB,
                    64 * 1024,
                    MIB,
                    96 * MIB,
                    Duration.ofSeconds(20),
                    Duration.ofSeconds(60),
                    4 * MIB,
                    Duration.ofSeconds(20),
                    64,
                    64,
                    Duration.ofSeconds(45),
                    Duration.ofSeconds(25),
                    Duration.ofSeconds(20));

    public SocketLimits {
        if (maxFrameBytes < 1 || maxFrameBytes > largeFrameBudgetBytes) {
            throw new IllegalArgumentException(
                    "a frame of %d bytes does not fit into a budget of %d"
                            .formatted(maxFrameBytes, largeFrameBudgetBytes));
        }
    }

    /// These with another `maxUnadmittedPerAddress`.
    public SocketLimits withUnadmitted(int perAddress) {
        return new SocketLimits(
                maxFrameBytes,
                maxBytesBeforeAdmission,
                largeFrameBytes,
                largeFrameBudgetBytes,
                largeFrameWait,
                frameDeadline,
                maxOutboundBytes,
                writeDeadline,
                maxOpenPollsPerAddress,
                perAddress,
                admissionDeadline,
                pingInterval,
                pingTimeout);
    }
}
