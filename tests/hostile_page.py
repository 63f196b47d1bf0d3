"""A page that tries to run something in whoever shows it."""

HOSTILE = """<!doctype html><title></title><script>window.hacked = 1; alert(1)</script>
<img src=x onerror="window.hacked = 2; alert(2)"><svg onload="window.hacked = 3"></svg>
<a href="javascript:window.hacked = 4">Click here</a></textarea><script>window.hacked = 5</script>
<p>&lt;script&gt;window.hacked = 6&lt;/script&gt; &lt;img src=x onerror=alert(7)&gt;</p>
<p>The bridge over the weir closes on Monday for repairs, says the council.</p>
<iframe src="javascript:parent.hacked = 8"></iframe><base href="http://evil.example/">
<meta http-equiv=refresh content="0; url=http://evil.example/"><style>body{display:none}</style>"""
