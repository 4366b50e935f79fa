package hapi.hub.ui.files;

import org.jspecify.annotations.Nullable;

/// One line of the list of changes. `path` is relative to the session's folder, and so is `was`,
/// where it lay before; `added` and `removed` are lines, null when git does not say (binary files,
/// files it does not track).
record GitChange(
        Section section,
        Kind kind,
        String path,
        @Nullable String was,
        boolean isSubmodule,
        @Nullable Integer added,
        @Nullable Integer removed) {
    /// Where it stands, in the order in which it is shown.
    enum Section {
        CONFLICT,
        STAGED,
        UNSTAGED,
        UNTRACKED
    }

    enum Kind {
        NEW,
        CHANGED,
        DELETED,
        RENAMED,
        COPIED,
        TYPE,
        CONFLICT
    }

    /// Whether the session may look at it: its folder may be a part of the repository only.
    boolean isInside() {
        return !path.startsWith("../") && !path.startsWith("/");
    }

    GitChange withNumbers(@Nullable Integer added, @Nullable Integer removed) {
        return new GitChange(section, kind, path, was, isSubmodule, added, removed);
    }
}
