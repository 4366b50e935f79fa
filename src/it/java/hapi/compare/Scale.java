package hapi.compare;

import java.time.Duration;

/// How long and how much: `FULL` for figures, `TINY` to see that every case works.
///
/// Messages are counted per window, times are per window; fan-out sends 50 messages a second.
record Scale(
        Duration warmUp,
        Duration window,
        int smallMessages,
        int largeMessages,
        int[] sockets,
        int[] callers,
        int[] subscribers,
        Duration fanOut,
        Duration drain,
        int slowMessages,
        int longSession,
        int shortSession,
        int[] lists,
        int idleSockets,
        Duration idle,
        int idleRounds,
        int writers,
        int increments) {

    static final Scale FULL =
            new Scale(
                    Duration.ofSeconds(25),
                    Duration.ofMillis(2000),
                    3_000,
                    1_200,
                    new int[] {1, 20, 200},
                    new int[] {1, 16, 64},
                    new int[] {50, 500},
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(6),
                    100,
                    100_000,
                    400,
                    new int[] {1_000, 5_000},
                    1_000,
                    Duration.ofSeconds(45),
                    1,
                    32,
                    5);

    static final Scale TINY =
            new Scale(
                    Duration.ofMillis(100),
                    Duration.ofMillis(150),
                    20,
                    10,
                    new int[] {2},
                    new int[] {2},
                    new int[] {3},
                    Duration.ofMillis(200),
                    Duration.ofSeconds(2),
                    4,
                    300,
                    20,
                    new int[] {5},
                    5,
                    Duration.ofMillis(200),
                    1,
                    4,
                    2);

    /// The same with another time to warm up.
    Scale warmedUp(Duration time) {
        return new Scale(
                time,
                window,
                smallMessages,
                largeMessages,
                sockets,
                callers,
                subscribers,
                fanOut,
                drain,
                slowMessages,
                longSession,
                shortSession,
                lists,
                idleSockets,
                idle,
                idleRounds,
                writers,
                increments);
    }
}
