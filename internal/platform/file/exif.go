package file

import (
	"bytes"
	"encoding/binary"
)

// orientationTag is the number of the field in the first directory (Exif 3.0,
// 4.6.5.1.5).
const orientationTag = 0x0112

// orientation reads how a JPEG wants to be turned; 1 when it says nothing that
// makes sense.
func orientation(body []byte) int {
	for rest := body[min(2, len(body)):]; len(rest) >= 4 && rest[0] == 0xff; {
		mark, length := rest[1], int(binary.BigEndian.Uint16(rest[2:4]))
		if mark == 0xff { // fill byte
			rest = rest[1:]
			continue
		}
		if mark == 0xda || length < 2 || len(rest) < 2+length { // pixels begin
			return 1
		}
		segment := rest[4 : 2+length]
		if tiff, ok := bytes.CutPrefix(segment, []byte("Exif\x00\x00")); ok && mark == 0xe1 {
			return tiffOrientation(tiff)
		}
		rest = rest[2+length:]
	}
	return 1
}

// tiffOrientation reads the field from the TIFF structure inside Exif.
func tiffOrientation(tiff []byte) int {
	if len(tiff) < 8 {
		return 1
	}
	var order binary.ByteOrder = binary.LittleEndian
	switch string(tiff[:4]) {
	case "II*\x00":
	case "MM\x00*":
		order = binary.BigEndian
	default:
		return 1
	}
	first := uint64(order.Uint32(tiff[4:8]))
	if first+2 > uint64(len(tiff)) {
		return 1
	}
	entries := tiff[first+2:]
	for range order.Uint16(tiff[first:]) {
		if len(entries) < 12 {
			return 1
		}
		short := order.Uint16(entries[2:4]) == 3
		if how := int(order.Uint16(entries[8:10])); order.Uint16(entries) == orientationTag && short && how >= 1 && how <= 8 {
			return how
		}
		entries = entries[12:]
	}
	return 1
}
