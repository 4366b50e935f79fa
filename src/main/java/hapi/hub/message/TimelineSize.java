package hapi.hub.message;

/// Rows of a timeline and the characters of their contents.
public record TimelineSize(long messages, long contentChars) {}
