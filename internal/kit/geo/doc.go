// Package geo measures and draws the Earth around one city.
//
// Distances and bearings are geodesics on the WGS-84 ellipsoid (Karney, 2013,
// "Algorithms for geodesics", J. Geodesy 87). The picture is the azimuthal
// equidistant projection: a straight line from the centre has the true bearing
// and the true length, so the map, the small map of a brief and the street
// signpost are one geometry. Land is Natural Earth (public domain), coast only:
// no border is drawn, so no border is disputed.
//
// The package knows no words: names, units and titles come from the caller.
package geo
