/// The hub's port: who may hold a connection without a request, how many one address may hold, and
/// whose word counts about where a request came from; sees config and Tomcat.
@NullMarked
package hapi.hub.listener;

import org.jspecify.annotations.NullMarked;
