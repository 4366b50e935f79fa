package hapi.hub.message.internal;

import java.util.List;

/// The rows of a page in the order they were asked for, and whether others follow them.
record PageRows(List<MessageRow> rows, boolean hasMore) {}
