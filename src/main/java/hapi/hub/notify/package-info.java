/// Telling people what happened: what is told and the ports of the channels; sees the features,
/// never an adapter.
@NullMarked
package hapi.hub.notify;

import org.jspecify.annotations.NullMarked;
