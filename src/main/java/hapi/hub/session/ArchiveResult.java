package hapi.hub.session;

/// What became of an archive request.
public sealed interface ArchiveResult {
    record Archived(boolean already) implements ArchiveResult {}

    /// Neither running nor archived: there is nothing to end.
    record Inactive() implements ArchiveResult {}

    /// The CLI was reached and could not end; `message` is for the person.
    record Failed(String message) implements ArchiveResult {}

    record Gone() implements ArchiveResult {}
}
