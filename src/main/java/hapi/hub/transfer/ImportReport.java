package hapi.hub.transfer;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// What an import did: per kind how many rows came, how many were there already, how many could not
/// be used; and the first few of those, with the reason.
public final class ImportReport {
    private static final int SHOWN = 20;

    /// What is imported.
    public enum Kind {
        SESSIONS,
        MESSAGES,
        MACHINES,
        USERS,
        SUBSCRIPTIONS
    }

    /// Counts of one kind.
    public record Counts(int added, int known, int broken) {
        static final Counts NONE = new Counts(0, 0, 0);
    }

    private final Map<Kind, Counts> counts = new EnumMap<>(Kind.class);
    private final List<String> broken = new ArrayList<>();

    public Counts of(Kind kind) {
        return counts.getOrDefault(kind, Counts.NONE);
    }

    /// Rows that were left out, each with its reason; the first twenty.
    public List<String> broken() {
        return List.copyOf(broken);
    }

    void stored(Kind kind, boolean isNew) {
        Counts now = of(kind);
        counts.put(
                kind,
                new Counts(
                        now.added() + (isNew ? 1 : 0),
                        now.known() + (isNew ? 0 : 1),
                        now.broken()));
    }

    void broken(Kind kind, String id, String why) {
        Counts now = of(kind);
        counts.put(kind, new Counts(now.added(), now.known(), now.broken() + 1));
        if (broken.size() < SHOWN) {
            broken.add("%s %s: %s".formatted(kind.name().toLowerCase(Locale.ROOT), id, why));
        }
    }
}
