/// Web Push: the hub's keys and the browsers that subscribed; implements ports of notify.
@NullMarked
package hapi.hub.push;

import org.jspecify.annotations.NullMarked;
