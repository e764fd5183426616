package postgres

// windowsZones are the time zones of Windows that AT TIME ZONE takes, as IANA names (the mapping of the Unicode CLDR,
// windowsZones.xml, territory 001).
var windowsZones = map[string]string{
	"utc": "UTC", "gmt standard time": "Europe/London", "greenwich standard time": "Atlantic/Reykjavik",
	"w. europe standard time": "Europe/Berlin", "central europe standard time": "Europe/Budapest", "romance standard time": "Europe/Paris",
	"central european standard time": "Europe/Warsaw", "w. central africa standard time": "Africa/Lagos", "gtb standard time": "Europe/Bucharest",
	"e. europe standard time": "Europe/Chisinau", "fle standard time": "Europe/Kiev", "turkey standard time": "Europe/Istanbul",
	"russian standard time": "Europe/Moscow", "egypt standard time": "Africa/Cairo", "south africa standard time": "Africa/Johannesburg",
	"israel standard time": "Asia/Jerusalem", "arab standard time": "Asia/Riyadh", "arabian standard time": "Asia/Dubai", "arabic standard time": "Asia/Baghdad",
	"iran standard time": "Asia/Tehran", "pakistan standard time": "Asia/Karachi", "india standard time": "Asia/Calcutta", "nepal standard time": "Asia/Katmandu",
	"bangladesh standard time": "Asia/Dhaka", "se asia standard time": "Asia/Bangkok", "china standard time": "Asia/Shanghai", "taipei standard time": "Asia/Taipei",
	"singapore standard time": "Asia/Singapore", "w. australia standard time": "Australia/Perth", "tokyo standard time": "Asia/Tokyo", "korea standard time": "Asia/Seoul",
	"cen. australia standard time": "Australia/Adelaide", "aus central standard time": "Australia/Darwin", "aus eastern standard time": "Australia/Sydney",
	"e. australia standard time": "Australia/Brisbane", "tasmania standard time": "Australia/Hobart", "new zealand standard time": "Pacific/Auckland",
	"eastern standard time": "America/New_York", "us eastern standard time": "America/Indianapolis", "central standard time": "America/Chicago",
	"mountain standard time": "America/Denver", "us mountain standard time": "America/Phoenix", "pacific standard time": "America/Los_Angeles",
	"alaskan standard time": "America/Anchorage", "hawaiian standard time": "Pacific/Honolulu", "atlantic standard time": "America/Halifax",
	"newfoundland standard time": "America/St_Johns", "canada central standard time": "America/Regina", "central america standard time": "America/Guatemala",
	"central standard time (mexico)": "America/Mexico_City", "sa pacific standard time": "America/Bogota", "sa western standard time": "America/La_Paz",
	"sa eastern standard time": "America/Cayenne", "e. south america standard time": "America/Sao_Paulo", "argentina standard time": "America/Buenos_Aires",
	"pacific sa standard time": "America/Santiago", "venezuela standard time": "America/Caracas", "azores standard time": "Atlantic/Azores",
	"cape verde standard time": "Atlantic/Cape_Verde", "morocco standard time": "Africa/Casablanca", "e. africa standard time": "Africa/Nairobi",
	"ekaterinburg standard time": "Asia/Yekaterinburg", "west asia standard time": "Asia/Tashkent", "central asia standard time": "Asia/Almaty",
	"sri lanka standard time": "Asia/Colombo", "vladivostok standard time": "Asia/Vladivostok", "kaliningrad standard time": "Europe/Kaliningrad",
}
