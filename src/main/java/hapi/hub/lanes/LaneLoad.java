package hapi.hub.lanes;

/// What waits in the lanes now, and what they have done since the start.
public record LaneLoad(int waiting, long waitingBytes, long done, long failedBatches) {}
